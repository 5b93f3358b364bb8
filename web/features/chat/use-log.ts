import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useWords } from '../../lib/words.ts'
import { usePaging } from '../../lib/use-paging.ts'
import type { Paging } from '../../lib/use-paging.ts'
import { chatWords } from './labels.ts'
import { appendPage, hasMessage, joinNewest, layOver, prependPage } from './thread.ts'
import type { LogPart } from './thread.ts'

export type LogPlace = { before?: string; after?: string; around?: string }

/** A message that somebody looks for; each time anew, so that it is shown again. */
export type Sought = { id: string }

export type LogSource<Part extends LogPart> = {
  /** Where the newest part is kept; one around a message is kept beneath it. */
  key: readonly string[]
  /** The newest part, loaded anew. */
  loadNewest: (signal: AbortSignal) => Promise<Part>
  load: (place: LogPlace, signal?: AbortSignal) => Promise<Part>
  /** Whether the server says that there is no such message. */
  isAbsent: (error: unknown) => boolean
  staleTime?: number
  /** The message that the address leads to; another object each time it does. */
  linked: Sought | null
}

export type Log<Part extends LogPart> = {
  /** The end of the log, whatever of it is looked at. */
  newest: Part | undefined
  /** What is looked at: the end, or what lies around a message; undefined: it is being loaded. */
  shown: Part | undefined
  error: unknown
  retry: () => void
  older: Paging
  loadOlder: () => Promise<void>
  newer: Paging
  loadNewer: () => Promise<void>
  /** The message to show in what is looked at. */
  sought: Sought | null
  /** The page around the one that is looked for is on its way. */
  isSeeking: boolean
  /** Grows when something else is looked at, that begins at `sought` or at the end. */
  turn: number
  /** Shows a message in its place, however old it is; when it is not there, that is said. */
  seek: (id: string) => void
  toNewest: () => void
}

type Look = { around: string | null; sought: Sought | null; turn: number }

/**
 * A log of messages: its end, and for as long as one looks at an older place the part around it, which grows both ways on demand and
 * becomes one with the end when it reaches it. A message is as far away as another, whatever lies between: one page.
 */
export function useLog<Part extends LogPart>(source: LogSource<Part>): Log<Part> {
  const { key, load, staleTime, linked } = source
  const client = useQueryClient()
  const [look, setLook] = useState<Look>({ around: null, sought: null, turn: 0 })
  const { around, sought, turn } = look
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => source.loadNewest(signal),
    gcTime: keptMs,
    ...(staleTime !== undefined && { staleTime }),
  })
  const partKey = partKeyOf(key, around ?? '')
  const part = useQuery({
    queryKey: partKey,
    queryFn: async ({ signal }) =>
      layOver(client.getQueryData<Part>(partKey), await load({ around: around ?? '' }, signal)),
    enabled: around !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
  })
  const newest = query.data
  const isAway = around !== null && part.data !== undefined
  useJoin(key, isAway ? partKey : null, { part: part.data, newest }, () =>
    setLook((now) => (now.around === around ? { ...now, around: null } : now)),
  )
  const { isWaiting, isSeeking, seek, toNewest } = useSeek(source, around, setLook)
  const shown = isAway ? part.data : newest
  const grow = (grown: (known: Part) => Part): void => {
    client.setQueryData<Part>(isAway ? partKey : key, (known) => known && grown(known))
  }
  const older = usePaging(shown?.before ?? null, async (before) => {
    const page = await load({ before })
    grow((known) => prependPage(known, page))
  })
  const newer = usePaging(shown?.after ?? null, async (after) => {
    const page = await load({ after })
    grow((known) => appendPage(known, page))
  })
  useLinked(linked, seek)
  return {
    newest,
    shown: isWaiting ? undefined : shown,
    error: newest ? null : query.error,
    retry: () => void query.refetch(),
    older: older.state,
    loadOlder: older.go,
    newer: newer.state,
    loadNewer: newer.go,
    sought,
    isSeeking,
    turn,
    seek,
    toNewest,
  }
}

const keptMs = 5 * 60_000

const partKeyOf = (key: readonly string[], around: string): readonly string[] => [...key, 'around', around]

/** A part that has reached the end of the log is its end from now on. */
function useJoin<Part extends LogPart>(
  key: readonly string[],
  partKey: readonly string[] | null,
  { part, newest }: { part: Part | undefined; newest: Part | undefined },
  onJoined: () => void,
): void {
  const client = useQueryClient()
  const join = useEffectEvent((loaded: Part | undefined, end: Part | undefined) => {
    if (partKey === null || !loaded || !end) return
    const joined = joinNewest(loaded, end) ?? (loaded.after === null ? loaded : null)
    if (!joined) return
    client.setQueryData<Part>(key, joined)
    onJoined()
    client.removeQueries({ queryKey: partKey, exact: true })
  })
  useEffect(() => join(part, newest), [part, newest])
}

function useSeek<Part extends LogPart>(
  { key, load, isAbsent, linked }: LogSource<Part>,
  around: string | null,
  setLook: (change: (look: Look) => Look) => void,
): { isWaiting: boolean; isSeeking: boolean; seek: (id: string) => void; toNewest: () => void } {
  const say = useWords(chatWords)
  const client = useQueryClient()
  // Whoever comes for a message is not shown the end first: that would read it.
  const [isWaiting, setWaiting] = useState(linked !== null)
  const [isSeeking, setSeeking] = useState(false)
  const asked = useRef(0)
  const find = async (id: string, ask: number): Promise<void> => {
    const sought = { id }
    const isHere = hasMessage(client.getQueryData<Part>(around === null ? key : partKeyOf(key, around)), id)
    if (isHere) return setLook((look) => ({ ...look, sought }))
    if (hasMessage(client.getQueryData<Part>(key), id)) {
      return setLook(({ turn }) => ({ around: null, sought, turn: turn + 1 }))
    }
    setSeeking(true)
    await client.fetchQuery({
      queryKey: partKeyOf(key, id),
      queryFn: ({ signal }) => load({ around: id }, signal),
      staleTime: 0,
      gcTime: keptMs,
    })
    // Another one was looked for meanwhile.
    if (ask === asked.current) setLook(({ turn }) => ({ around: id, sought, turn: turn + 1 }))
  }
  const goTo = (id: string): void => {
    const ask = ++asked.current
    find(id, ask)
      .catch((error: unknown) => {
        if (ask !== asked.current) return
        notifications.show({ message: say(isAbsent(error) ? 'talk.seek.absent' : 'talk.seek.failed') })
      })
      .finally(() => {
        if (ask !== asked.current) return
        setWaiting(false)
        setSeeking(false)
      })
  }
  const latest = useRef(goTo)
  useEffect(() => {
    latest.current = goTo
  })
  const seek = useCallback((id: string) => latest.current(id), [])
  const toNewest = useCallback(() => {
    asked.current += 1
    setWaiting(false)
    setSeeking(false)
    setLook(({ turn }) => ({ around: null, sought: null, turn: turn + 1 }))
  }, [setLook])
  return { isWaiting, isSeeking, seek, toNewest }
}

function useLinked(linked: Sought | null, seek: (id: string) => void): void {
  useEffect(() => {
    if (linked) seek(linked.id)
  }, [linked, seek])
}
