/** Service account of Planewright's operator. A test holds it against what the installer makes. */
export const operatorAccount = { namespace: 'planewright-system', name: 'planewright-operator' } as const;
