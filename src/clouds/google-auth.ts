/** Loaded late in place of the package: a bundle has no named exports of a CommonJS package that is loaded late. */
export { GoogleAuth } from 'google-auth-library';
