import { isAlive, isDead, RESIDENCE, type Residence } from './residence.ts'

const HERE: Residence = { machine: 'm', pid: 7, life: 'now' }
const nobody = (): boolean => false
const everybody = (): boolean => true

test.each<[string, Residence, () => boolean, boolean]>([
  ['a process here that is gone', { machine: 'm', pid: 3, life: 'then' }, nobody, true],
  ['a process here that lives', { machine: 'm', pid: 3, life: 'then' }, everybody, false],
  ['a former life under our own id', { machine: 'm', pid: 7, life: 'then' }, everybody, true],
  ['ourselves', HERE, nobody, false],
  ['a process elsewhere', { machine: 'other', pid: 3, life: 'then' }, nobody, false],
])('%s is dead: %#', (_, resident, alive, expected) => {
  expect(isDead(resident, HERE, alive)).toBe(expected)
})

test('this process lives, and no process has an id beyond all', () => {
  expect([isAlive(RESIDENCE.pid), isAlive(2 ** 30)]).toEqual([true, false])
})
