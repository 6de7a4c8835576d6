/** Loaded before a program of a test: takes the rule that the environment names out of the protocol. */
import { register } from 'node:module'
import { REMOVED_RULES, type RuleName } from './removed-rules.ts'

register('./patching-loader.js', import.meta.url, {
  data: REMOVED_RULES[process.env.ORDER_UP_WITHOUT_RULE as RuleName],
})
