// A stream of text as a stream of lines.

/** @extends {TransformStream<string, string>} */
export class TextLineStream extends TransformStream {
  constructor() {
    let rest = "";
    super({
      transform(text, controller) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) controller.enqueue(line);
      },
    });
  }
}
