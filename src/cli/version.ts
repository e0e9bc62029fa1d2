/** The version of this package; a test holds it to package.json. A constant, so that --version reads no file. */
export const version = '0.1.0';
