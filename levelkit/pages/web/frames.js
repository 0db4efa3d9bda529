// What is in sight changes at once; the rest follows, one part a frame.

/** Shared by all copies of this module on a page, and watched by whoever waits until it is still. */
function work() {
  globalThis.levelkitWork ??= { rest: nextFrame(), turn: Promise.resolve(), painted: 0 };
  return globalThis.levelkitWork;
}

/** @returns {Promise<void>} */
export function nextFrame() {
  // A hidden tab paints no frames: do not wait for one there.
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Once what is in sight is painted, one piece of work a frame. @param {() => unknown} act */
function afterwards(act) {
  const turn = work().rest.then(nextFrame).then(act);
  work().rest = turn.catch(() => {});
}

/**
 * One piece of work after the other, so that the first is not kept waiting by the rest.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export function inTurn(act) {
  const turn = work().turn.then(act);
  work().turn = turn.then(nextFrame, nextFrame);
  return turn;
}

/** Something was painted. */
export function countPaint() {
  work().painted += 1;
}

/**
 * Calls of `follow` do the work now while the element is in sight, else soon, or once it is.
 * @param {HTMLElement} el
 * @param {() => unknown} act
 */
export function follower(el, act) {
  let near = true;
  let stale = false;
  const now = () => {
    stale = false;
    return act();
  };
  const sight = new IntersectionObserver((entries) => {
    near = entries.at(-1)?.isIntersecting ?? near;
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
