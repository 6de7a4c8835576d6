import { diesClaiming, livesOf } from './life.ts'
import { TROUBLES, troublesOf } from './trouble.ts'

const PLAN = { seed: 7, kills: 400, zombies: 40, troubles: 100 }
const lives = livesOf(PLAN)

test('as many lives as asked for are struck, by every trouble, and which ones is a function of the seed', () => {
  const struck = troublesOf(PLAN, lives)

  expect([struck.size, new Set(struck.values())]).toEqual([100, new Set(TROUBLES)])
  expect(troublesOf(PLAN, lives)).toEqual(struck)
  expect(troublesOf({ ...PLAN, seed: 8 }, lives)).not.toEqual(struck)
})

test.each([1, 2, 3, 4, 5])('three troubles are one of each, seed %i', (seed) => {
  const plan = { ...PLAN, seed, troubles: TROUBLES.length }

  expect([...troublesOf(plan, lives).values()].sort()).toEqual([...TROUBLES].sort())
})

test('whoever is struck lives to commit, and the lives themselves are as without troubles', () => {
  const struck = [...troublesOf(PLAN, lives).keys()]

  expect(struck.filter((at) => diesClaiming(lives[at]))).toEqual([])
  expect(livesOf({ ...PLAN, troubles: 0 })).toEqual(lives)
})
