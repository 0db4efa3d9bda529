// What is in sight changes at once; the rest follows, one part a frame.

function nextFrame() {
  // A hidden tab paints no frames: do not wait for one there.
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Once what is in sight is painted, one piece of work a frame. */
function afterwards(work) {
  const turn = (globalThis.levelkitRest ?? nextFrame()).then(nextFrame).then(work);
  globalThis.levelkitRest = turn.catch(() => {});
}

/** Calls of `follow` do the work now while the element is in sight, else soon, or once it is. */
function follower(el, work) {
  let near = true;
  let stale = false;
  const now = () => { stale = false; return work(); };
  const sight = new IntersectionObserver((seen) => {
    near = seen.at(-1).isIntersecting;
    if (near && stale) now();
  }, { rootMargin: "150px" });
  sight.observe(el);
  const follow = () => {
    if (near) return now();
    if (!stale) afterwards(() => (stale ? now() : null));
    stale = true;
    return null;
  };
  return { follow, end: () => sight.disconnect() };
}
