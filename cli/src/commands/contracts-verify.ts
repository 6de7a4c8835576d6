import { resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { EXIT } from '@order-up/contracts'
import { bundledCases, type GoldenCase, loadCases, MODE_NAMES, type ModeName } from '@order-up/contracts/kit'
import { defineCommand } from '../command.ts'
import { choice, given, path, wholeNumber } from '../config/setting-kinds.ts'
import { type CaseVerdict, verdictDocument, verdictLines, verifyInModes } from '../verify/case-verdict.ts'
import { engineSetting } from './engine-setting.ts'

export const contractsVerify = defineCommand({
  words: ['contracts', 'verify'],
  summary: 'runs every golden case of a folder through an engine, in every mode',
  examples: [
    { does: 'prove the simple engine by the cases of the contract', line: 'order-up contracts verify' },
    {
      does: 'one folder of cases of your own, in one mode',
      line: 'order-up contracts verify --engine simple --cases ./cases --mode crashed-during',
    },
    { does: 'the same for a program', line: 'order-up contracts verify --json' },
  ],
  arguments: [],
  settings: {
    engine: engineSetting('the engine to prove'),
    cases: path({ about: "folder of *.json cases; default: the contract's own", kind: 'folder', lasting: true }),
    mode: choice<ModeName, undefined>({
      about: `one mode instead of all: ${MODE_NAMES.join(', ')}`,
      choices: MODE_NAMES,
      fallback: undefined,
      placeholder: '<name>',
      lasting: false,
    }),
    seed: wholeNumber({ about: 'first seed of the seeded modes', least: 0, fallback: 1, lasting: true }),
    json: given('print one JSON document'),
  },
  async run({ engine, cases, mode, seed, json }, { terminal, folder, signal }) {
    const golden: readonly GoldenCase[] = cases === undefined ? bundledCases() : loadCases(resolve(folder, cases))
    const modes = mode === undefined ? MODE_NAMES : [mode]
    const style = { paint: terminal.paint, nameWidth: Math.max(...golden.map(({ name }) => name.length)) }
    const verdicts: CaseVerdict[] = []
    for (const one of golden) {
      await nextTurn()
      if (signal.aborted) break
      terminal.redraw(`${verdicts.length + 1}/${golden.length} ${one.name}`)
      const verdict = await verifyInModes({ case: one, engine, modes, seed, signal })
      verdicts.push(verdict)
      if (!json) await terminal.print(verdictLines(verdict, style).join('\n'))
    }
    const failed = verdicts.filter(({ ok }) => !ok).length
    if (json) await terminal.printDocument({ engine, seed, ok: failed === 0, cases: verdicts.map(verdictDocument) })
    terminal.note(`${engine}: ${verdicts.length - failed} of ${golden.length} cases hold`)
    return failed === 0 ? 0 : EXIT.differences
  },
})
