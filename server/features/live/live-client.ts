import type { WebSocket } from 'ws'
import type { LiveChange, LiveFrame } from '#contract/live'
import type { Viewer } from '#features/access'
import type { Change } from '#lib/changes'

/** A browser on the line. While it catches up, what comes meanwhile waits in `backlog`. */
export type LiveClient = {
  viewer: Viewer
  socket: WebSocket
  /** Whether the session it came with still holds. */
  isSignedIn(): Promise<boolean>
  /** Of the last frame it was sent: from here it can go on. */
  cursor: string
  /** What catching up has sent, so that it is not sent again. */
  caughtUpTo: { cursor: string; atMs: number } | null
  isCatchingUp: boolean
  backlog: Batch[]
  /** Whether it has answered the last ping; one that has not is gone without a word. */
  isAnswering: boolean
}

/** Changes of one account with the cursor behind them. `isFlood`: there were too many to tell; pages load anew. */
export type Batch = { changes: Change[]; cursor: string; isFlood?: boolean }

const mostBuffered = 4 * 1024 * 1024

/** Sends a frame; a browser that does not keep up is cut off and comes back with its cursor. */
export function sendFrame(client: LiveClient, frame: LiveFrame): void {
  sendBytes(client, bytesOf(frame), frame.cursor)
}

/** The bytes of a frame, for as many browsers as are told the same. */
export function frameOf(cursor: string, changes: LiveChange[]): Buffer {
  return bytesOf({ type: 'changes', cursor, changes })
}

function bytesOf(frame: LiveFrame): Buffer {
  return Buffer.from(JSON.stringify(frame))
}

export function sendBytes(client: LiveClient, frame: Buffer, cursor: string): void {
  if (client.socket.readyState !== client.socket.OPEN) return
  if (client.socket.bufferedAmount > mostBuffered) return client.socket.terminate()
  client.cursor = cursor
  client.socket.send(frame, { binary: false })
}
