import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Runs a program to its end and collects what it says. Never throws: `code` is 127 when it cannot be run. */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code, signal) => resolve({ code: toExitCode(code, signal), output }))
  })
}

/** Runs a program with this terminal as its own; Ctrl-C reaches it as it reaches us. Resolves with its exit code. */
export function runVisibly(program, args, options = {}) {
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const terminate = () => child.kill('SIGTERM')
    process.on('SIGTERM', terminate)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', terminate)
      resolve(toExitCode(code, signal))
    })
  })
}

// One Ctrl-C under npm arrives twice: from the terminal, which signals everyone, and from npm, which passes it on.
const samePressMs = 1000

/**
 * Runs a long-lived program in a process group of its own, so that it hears of each Ctrl-C from us alone and once.
 * Its descriptor 3 is open for as long as we live. Resolves with its exit code.
 */
export function runGuarded(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      detached: true,
    })
    const lastAt = new Map()
    const forward = (signal) => {
      const now = Date.now()
      if (now - (lastAt.get(signal) ?? 0) < samePressMs) return
      lastAt.set(signal, now)
      // A closed terminal asks for the same orderly end.
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      resolve(toExitCode(code, signal))
    })
  })
}

function toExitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}
