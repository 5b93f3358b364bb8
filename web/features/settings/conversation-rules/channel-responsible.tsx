import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useColleagueName } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { channelsQuery } from '../channels-data.ts'
import { rulesWords } from './labels.ts'

/** Who is given the channel's new deals. */
export function ChannelResponsible({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(rulesWords)
  const nameOf = useColleagueName()
  const groups = useQuery(channelsQuery).data?.groups ?? []
  const { responsibleRule } = channel.settings
  if (responsibleRule === 'round_robin') {
    const group = groups.find((each) => each.id === channel.groupId)
    return <bdi>{group ? say('cr.resp.turn', { group: group.name }) : say('cr.resp.turn.nogroup')}</bdi>
  }
  const fixed = responsibleRule === 'fixed' ? nameOf(channel.responsibleUserId) : null
  return <bdi>{fixed ?? say('cr.resp.contact')}</bdi>
}
