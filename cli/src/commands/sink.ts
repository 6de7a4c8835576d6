import { ddlText, planText } from '@order-up/sink'
import { defineCommand } from '../command.ts'

export const sinkDdl = defineCommand({
  words: ['sink', 'ddl'],
  summary: 'prints the statements that make the tables',
  examples: [
    { does: 'read them', line: 'order-up sink ddl' },
    {
      does: 'make the tables as another login than the one that loads',
      line: 'order-up sink ddl | psql -h db -U owner orders',
    },
  ],
  arguments: [],
  settings: {},
  async run(_, { terminal }) {
    await terminal.print(ddlText().trimEnd())
    return 0
  },
})

export const sinkPlan = defineCommand({
  words: ['sink', 'plan'],
  summary: 'shows what a load does with each topic, and does nothing',
  examples: [{ does: 'read which record wins, and where it goes', line: 'order-up sink plan' }],
  arguments: [],
  settings: {},
  async run(_, { terminal }) {
    await terminal.print(planText().trimEnd())
    return 0
  },
})
