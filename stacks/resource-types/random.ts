import { unknownText, type ResourceTypeTable } from './resource-type.ts';

/** What is made by chance, on any cloud, and kept in the state of the stack, encrypted. */
export const randomResourceTypes = {
  'random:index/randomPassword:RandomPassword': {
    name: { foundBy: 'the state of the stack alone: nothing of it is in a cloud' },
    computed: { result: unknownText, bcryptHash: unknownText },
    id: 'none',
    replacedBy: [
      'length',
      'keepers',
      'lower',
      'upper',
      'number',
      'numeric',
      'special',
      'overrideSpecial',
      'minLower',
      'minUpper',
      'minNumeric',
      'minSpecial',
    ],
    secretOutputs: ['result', 'bcryptHash'],
    holdsData: true,
    holds: 'a secret that is made once: made anew, what it encrypted or let in is lost or shut out',
    tags: 'none',
    deployer: [],
    source: 'Terraform Registry, provider hashicorp/random, resource random_password',
  },
} as const satisfies ResourceTypeTable;
