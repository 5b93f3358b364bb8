import type { VisitorFrame } from '#contract/website'

const firstWaitMs = 1000
const longestWaitMs = 60_000
/** A connection that lived this long was a good one: the next wait starts small again. */
const settledMs = 5000

export type LiveSocket = {
  /** Connects now, whatever the wait; keeps a connection that works. */
  start: () => void
  restart: () => void
  stop: () => void
}

type Options = {
  url: string
  getToken: () => string | null
  /** A connection that had been there is gone. */
  onLost: () => void
  onFrame: (frame: VisitorFrame) => void
}

/** A WebSocket that comes back by itself, waiting longer each time, with chance so that visitors do not come all at once. */
export function createLiveSocket(options: Options): LiveSocket {
  let socket: WebSocket | null = null
  let timer = 0
  let waits = 0

  function start(): void {
    clearTimeout(timer)
    const token = options.getToken()
    if (socket !== null || token === null) return
    const current = connect(options.url)
    if (current === null) return later()
    socket = current
    let openedAtMs = 0
    current.addEventListener('open', () => {
      openedAtMs = Date.now()
      current.send(JSON.stringify({ token }))
    })
    current.addEventListener('message', (event) => {
      const frame = socket === current ? readFrame(event.data) : null
      if (frame !== null) options.onFrame(frame)
    })
    current.addEventListener('close', () => {
      if (socket !== current) return
      socket = null
      if (openedAtMs > 0 && Date.now() - openedAtMs > settledMs) waits = 0
      if (openedAtMs > 0) options.onLost()
      later()
    })
  }

  function later(): void {
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** waits) * (0.5 + Math.random() / 2)
    waits = Math.min(waits + 1, 10)
    timer = window.setTimeout(start, wait)
  }

  function stop(): void {
    clearTimeout(timer)
    const current = socket
    socket = null
    current?.close()
  }

  return {
    start,
    stop,
    restart() {
      stop()
      waits = 0
      start()
    },
  }
}

/** A strict page may forbid the connection by throwing at once. */
function connect(url: string): WebSocket | null {
  try {
    return new WebSocket(url)
  } catch {
    return null
  }
}

function readFrame(data: unknown): VisitorFrame | null {
  try {
    return JSON.parse(String(data)) as VisitorFrame
  } catch {
    return null
  }
}
