import { CallFailed, type ButtonInfo } from './api.ts'
import type { Memory } from './memory.ts'

/** As it was last time, so that the chat is there even when the network is not. */
export function rememberedButton(memory: Memory): ButtonInfo | null {
  try {
    return JSON.parse(memory.get('button') ?? 'null') as ButtonInfo | null
  } catch {
    return null
  }
}

/** The page may load while there is no network: asks again until there is an answer. Null: the server refuses. */
export async function fetchButton(
  memory: Memory,
  ask: () => Promise<ButtonInfo>,
): Promise<ButtonInfo | null> {
  for (let waitMs = 2000; ; waitMs = Math.min(waitMs * 2, 60_000)) {
    try {
      const button = await ask()
      memory.set('button', JSON.stringify(button))
      return button
    } catch (error) {
      const status = error instanceof CallFailed ? error.status : 0
      if (status >= 400 && status < 500 && status !== 429) {
        memory.remove('button')
        return null
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}
