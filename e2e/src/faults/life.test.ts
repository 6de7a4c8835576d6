import { diesClaiming, type Life, livesOf, POINTS } from './life.ts'

const PLAN = { seed: 7, kills: 400, zombies: 40, troubles: 0 }
const pointOf = ({ end }: Life): string => (end.kind === 'killed at' ? end.point : end.kind)

test('a plan has as many kills and sleeps as asked for, at every point, and is a function of its seed', () => {
  const lives = livesOf(PLAN)
  const asleep = lives.filter(({ end }) => end.kind === 'asleep')

  expect([lives.length, asleep.length, new Set(lives.map(pointOf))]).toEqual([
    440,
    40,
    new Set(['killed', 'asleep', ...POINTS]),
  ])
  expect(livesOf(PLAN)).toEqual(lives)
  expect(livesOf({ ...PLAN, seed: 8 })).not.toEqual(lives)
})

test('an instance is put to sleep only where another can take over; both ways of dying occur with and without one', () => {
  const lives = livesOf(PLAN)
  const ways = new Set(lives.map((life) => `${pointOf(life)} ${life.hasStandby}`))

  expect([ways.has('asleep false'), ways.has('killed true'), ways.has('killed false'), ways.has('sent true')]).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('whoever takes over from a sleeper lives to commit', () => {
  const lives = livesOf(PLAN)

  expect(lives.filter(({ end }, at) => end.kind === 'asleep' && diesClaiming(lives[at + 1]))).toEqual([])
})
