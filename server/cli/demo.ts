import { z } from 'zod'
import { loadDemo } from '../demo.ts'
import { command, type Command } from './command.ts'

export const demoLoad: Command = command({
  name: 'demo load',
  summary: 'Make the example world in an account of its own, to look around in',
  options: {
    password: { value: 'PASSWORD', help: 'at least 12 characters; without it one is made and shown' },
  },
  input: z.object({ password: z.string().min(12, 'must have at least 12 characters').optional() }),
  example: 'demo load',
  async run({ config, database: { db, connectionString } }, input) {
    const demo = await loadDemo({ config, db, connectionString, password: input.password ?? null })
    const { email, password, isNew } = demo
    const text = isNew
      ? `The example world is made.\nSign in as ${email} with the password ${password}\n` +
        'Its colleagues (boris, vera, gleb, daria @beseda.example) have the same password.'
      : `The example world is there already; nothing was changed. Sign in as ${email}.`
    return { text, json: demo }
  },
})
