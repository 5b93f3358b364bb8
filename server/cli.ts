import { channelAddMessenger, channelAddWebsite } from './cli/channels.ts'
import type { Command } from './cli/command.ts'
import { demoLoad } from './cli/demo.ts'
import { doctor } from './cli/doctor.ts'
import { accountCreate, tokenCreate, userCreate } from './cli/people.ts'
import { runCommand } from './cli/run-command.ts'
import { searchRebuild } from './cli/search.ts'
import { userPassword } from './cli/user-password.ts'

/** All commands of the command line, on one screen. */
const commands: Command[] = [
  accountCreate,
  userCreate,
  userPassword,
  tokenCreate,
  ...channelAddMessenger,
  channelAddWebsite,
  demoLoad,
  searchRebuild,
  doctor,
]

process.exitCode = await runCommand(commands, process.argv.slice(2), process.env, {
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
})
