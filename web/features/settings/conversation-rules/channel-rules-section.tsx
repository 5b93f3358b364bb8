import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useLive } from '../../../lib/live-hooks.ts'
import { useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import { ChannelMark } from '../../../ui/channel-mark.tsx'
import { ChannelPane } from '../channel-pane.tsx'
import { channelsQuery, pipelinesQuery } from '../channels-data.ts'
import { settingsWords } from '../labels.ts'
import { ChannelResponsible } from './channel-responsible.tsx'
import { rulesWords } from './labels.ts'
import styles from './rules-page.module.css'
import { RulesSection } from './rules-section.tsx'

/** Each channel with the rules it follows; a click opens its form. */
export function ChannelRulesSection(): ReactElement {
  const say = useWords(rulesWords)
  const sayCommon = useWords(settingsWords)
  const channels = useQuery(channelsQuery)
  const [openId, setOpenId] = useState<number | null>(null)
  useLive('channels', () => void channels.refetch())
  const items = (channels.data?.items ?? []).filter((each) => each.state !== 'disconnected')
  const open = items.find((each) => each.id === openId)
  return (
    <RulesSection title={say('cr.channels')} hint={say('cr.channels.d')}>
      {channels.data && items.length === 0 && (
        <p className={styles.hint}>
          {say('cr.channels.none')}. <AppLink href="/settings/channels">{say('cr.channels.connect')}</AppLink>
        </p>
      )}
      {items.length > 0 && (
        <ul className={styles.channels}>
          {items.map((each) => (
            <li key={each.id}>
              <ChannelLine channel={each} onOpen={() => setOpenId(each.id)} />
            </li>
          ))}
        </ul>
      )}
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpenId(null)}
        position="right"
        size={440}
        title={open?.name}
        closeButtonProps={{ 'aria-label': sayCommon('c.close') }}
      >
        {open && <ChannelPane key={open.id} channel={open} onClose={() => setOpenId(null)} />}
      </Drawer>
    </RulesSection>
  )
}

function ChannelLine({ channel, onOpen }: { channel: ChannelView; onOpen: () => void }): ReactElement {
  const say = useWords(rulesWords)
  const sayCommon = useWords(settingsWords)
  const pipelines = useQuery(pipelinesQuery).data?.items ?? []
  const pipeline = pipelines.find((each) => each.id === channel.pipelineId)
  const { newConversationRule, incomingLeads } = channel.settings
  return (
    <button
      type="button"
      className={styles.channel}
      onClick={onOpen}
      title={say('cr.ch.edit', { name: channel.name })}
    >
      <ChannelMark kind={channel.kind} size={28} isSilent />
      <span>
        <bdi className={styles.channelName}>{channel.name}</bdi>
        <span className={styles.facts}>
          <span>
            {say('cr.ch.rule')}: {say(`cr.short.${newConversationRule}`)}
          </span>
          <span>
            {say('cr.ch.pipeline')}: <bdi>{pipeline?.name ?? sayCommon('ch.p.pipe.main')}</bdi>
          </span>
          <span>
            {say('cr.ch.responsible')}: <ChannelResponsible channel={channel} />
          </span>
          {incomingLeads && <span>{say('cr.ch.incoming')}</span>}
        </span>
      </span>
    </button>
  )
}
