/** Thrown for a line that is longer than any object can be. */
class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * Lines of a text that arrives in pieces split anywhere. Empty lines are left out. A last line without a line feed is
 * given too: whoever parses it finds out whether it is whole.
 *
 * @param limit characters a line may have. A watch event holds one object, and etcd takes none above 1.5 MiB.
 */
export async function* linesOf(chunks: AsyncIterable<string>, limit = 8 * 1024 * 1024): AsyncGenerator<string> {
  // Pieces of the unfinished line: joining once keeps a long line linear.
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const line = pieces.join('') + chunk.slice(from, end);
      pieces = [];
      length = 0;
      from = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (from === chunk.length) continue;
    pieces.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > limit) throw new LineTooLong(`a line of the watch is longer than ${limit} characters`);
  }
  const rest = pieces.join('');
  if (rest.trim() !== '') yield rest;
}
