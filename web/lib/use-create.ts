import { useState } from 'react'

type Create = <Made>(said: unknown, send: (requestId: string) => Promise<Made>) => Promise<Made>

/**
 * Sends what makes a thing so that it is made once: the same again, after an answer that was lost, goes with the id of the first
 * try, and the server answers what that one has made. `said`: what is sent; other words, or the same after a success, are another thing.
 */
export function keepRequest(): Create {
  let last: { said: string; requestId: string } | null = null
  return async (given, send) => {
    const said = JSON.stringify(given)
    if (last?.said !== said) last = { said, requestId: crypto.randomUUID() }
    const made = await send(last.requestId)
    last = null
    return made
  }
}

/** The same for as long as a form is open. */
export function useCreate(): Create {
  return useState(keepRequest)[0]
}
