/** Watches for rejections that nobody handles; the returned function ends the watch and answers them as text. */
export function unhandledRejections(): () => string[] {
  const seen: string[] = [];
  const note = (reason: unknown): void => void seen.push(String(reason));
  process.on('unhandledRejection', note);
  return () => {
    process.off('unhandledRejection', note);
    return seen;
  };
}
