/** Where the operator's image is published; its tag is the version of the chart. */
export const operatorRepository = 'ghcr.io/planewright/planewright';
