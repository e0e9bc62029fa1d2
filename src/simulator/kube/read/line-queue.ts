export interface LineQueue {
  push(line: string): void;
  /** What was pushed is still delivered; then the iteration ends. */
  end(): void;
  /** What was pushed and not read yet is lost, and the reader gets this error. */
  fail(error: Error): void;
  /** Called when the reader stops reading. */
  onReturn(listener: () => void): void;
  readonly chunks: AsyncIterable<string>;
}

/** Lines from a writer that never waits to one reader. */
export function lineQueue(): LineQueue {
  const waiting: string[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  let returned: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  async function* read(): AsyncGenerator<string> {
    try {
      for (;;) {
        if (failure !== undefined) throw failure;
        const line = waiting.shift();
        if (line !== undefined) yield line;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      returned?.();
    }
  }
  return {
    push: (line) => {
      if (ended) return;
      waiting.push(line);
      rouse();
    },
    end: () => {
      ended = true;
      rouse();
    },
    fail: (error) => {
      failure = error;
      ended = true;
      rouse();
    },
    onReturn: (listener) => {
      returned = listener;
    },
    chunks: { [Symbol.asyncIterator]: read },
  };
}
