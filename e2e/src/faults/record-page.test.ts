import { sumOf } from './record-file.ts'
import { recordPage, sumLines } from './record-page.ts'
import type { RoundRecord } from './round.ts'

const round = (seed: number, given: Partial<RoundRecord> = {}): RoundRecord => ({
  seed,
  events: 1_500,
  kills: { killed: 2, 'at sent': 1 },
  zombies: 1,
  sinkKills: 2,
  troubles: { 'broker killed': 1, 'connections cut': 1 },
  takeoverMs: { standby: [11_000, 12_000], alone: [2_100] },
  differences: [],
  ...given,
})

test('rounds are summed up, with the mean and the worst takeover', () => {
  const rounds = [round(1), round(2, { takeoverMs: { standby: [], alone: [] }, differences: ['orders: one twice'] })]

  expect(sumLines(sumOf(rounds))).toEqual([
    'rounds                        2, 1 not as the contract has it',
    'raw records                   3,000',
    'engines killed, put to sleep  6, 2',
    'sinks killed                  4',
    'broker killed, or cut off     4',
    'takeovers with a standby      2, mean 11.5 s, worst 12.0 s',
    'takeovers without one         1, mean 2.1 s, worst 2.1 s',
  ])
})

test('the page says where engines were killed, over all rounds', () => {
  const page = recordPage([round(1), round(2, { kills: { 'at committing': 4 } })])

  expect(page).toContain(
    'at committing                 4\nat sent                       1\nkilled                        2\n',
  )
})
