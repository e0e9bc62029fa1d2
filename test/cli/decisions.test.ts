import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../src/cli/engine/decisions.ts';

describe('what --settle says', () => {
  it('is an id, which may hold =, or that nothing is there', () => {
    expect([...decisionsOf(['network-vpc=vpc-1', 'entry=arn:aws:x/y=z', 'backups=absent'])]).toEqual([
      ['network-vpc', { kind: 'is', id: 'vpc-1' }],
      ['entry', { kind: 'is', id: 'arn:aws:x/y=z' }],
      ['backups', { kind: 'absent' }],
    ]);
  });

  it.each(['network-vpc', 'network-vpc=', '=vpc-1', ''])('is refused where it says nothing: %j', (one) => {
    expect(() => decisionsOf([one])).toThrow('says nothing of an object');
  });

  it('is refused where it says two things of one object', () => {
    expect(() => decisionsOf(['a=1', 'a=absent'])).toThrow('two things of a');
  });
});
