import { useCallback, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { InternalMessage } from '#contract/internal'
import type { Audience } from '../internal/audience-switch.tsx'
import type { InternalComposerHandle } from '../internal/internal-composer.tsx'

type AudienceModel = {
  isTeam: boolean
  /** The team's field stays where it is once it was there, with what is written in it. */
  wasTeam: boolean
  choose: (audience: Audience) => void
  toClient: () => void
  /** The team's field, while it is there. */
  team: RefObject<InternalComposerHandle | null>
  attach: (handle: InternalComposerHandle | null) => void
  actions: Record<'onReply' | 'onEdit', (message: InternalMessage) => void>
}

type Act = (composer: InternalComposerHandle) => void

/** For whom one writes in a card: at first always the client, and the team when one says so or answers it. */
export function useAudience(): AudienceModel {
  const [audience, setAudience] = useState<Audience>('client')
  const [wasTeam, setWasTeam] = useState(false)
  const team = useRef<InternalComposerHandle>(null)
  const wanted = useRef<Act | null>(null)
  const attach = useCallback((handle: InternalComposerHandle | null) => {
    team.current = handle
    const act = wanted.current
    if (!handle || !act) return
    wanted.current = null
    act(handle)
  }, [])
  const withTeam = useCallback((act: Act) => {
    setWasTeam(true)
    setAudience('team')
    // The field may have to be loaded first.
    if (team.current) act(team.current)
    else wanted.current = act
  }, [])
  const toClient = useCallback(() => {
    wanted.current = null
    setAudience('client')
  }, [])
  const actions = useMemo(
    () => ({
      onReply: (message: InternalMessage) => withTeam((composer) => composer.quote(message)),
      onEdit: (message: InternalMessage) => withTeam((composer) => composer.edit(message)),
    }),
    [withTeam],
  )
  return {
    isTeam: audience === 'team',
    wasTeam,
    choose: (next) => (next === 'team' ? withTeam((composer) => composer.focus()) : toClient()),
    toClient,
    team,
    attach,
    actions,
  }
}
