declare module 'vitest' {
  interface ProvidedContext {
    /** Whose behaviour the suite looks at; the vitest project that runs it says so. */
    backend: 'simulator' | 'cluster';
  }
}

export {};
