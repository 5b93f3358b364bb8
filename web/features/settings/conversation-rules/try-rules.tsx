import { SegmentedControl, Select, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { tryRules } from '#contract/conversation-rules'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { ContactSelect, type ChosenContact } from '../../contacts/contact-select.tsx'
import { channelsQuery } from '../channels-data.ts'
import { trialKey, useAccountSettings } from './account-settings-data.ts'
import { rulesWords } from './labels.ts'
import styles from './rules-page.module.css'
import { TrialResult } from './trial-result.tsx'

/** What a message would come to now, for a contact and a channel one chooses, and why. */
export function TryRules(): ReactElement {
  const say = useWords(rulesWords)
  const channels = useQuery(channelsQuery)
  const settings = useAccountSettings().data?.settings
  const [chosenId, setChosenId] = useState<number | null>(null)
  const [contact, setContact] = useState<ChosenContact | null>(null)
  const [way, setWay] = useState<'in' | 'out'>('in')
  const items = (channels.data?.items ?? []).filter((each) => each.state !== 'disconnected')
  const channel = items.find((each) => each.id === chosenId) ?? items[0]
  const trial = useQuery({
    // Anew when any rule changes.
    queryKey: [...trialKey, channel, contact?.id ?? null, way, settings],
    queryFn: ({ signal }) =>
      call(
        tryRules,
        { channelId: channel?.id ?? 0, way, ...(contact && { contactId: contact.id }) },
        { signal },
      ),
    enabled: channel !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  return (
    <div className={styles.try}>
      <div>
        <h2 id="try-rules" className={styles.name}>
          {say('cr.try')}
        </h2>
        <p className={styles.hint}>{say('cr.try.d')}</p>
      </div>
      {channels.data && !channel && <p className={styles.hint}>{say('cr.try.nochannel')}</p>}
      {channel && (
        <>
          <SegmentedControl
            aria-label={say('cr.try.way')}
            data={[
              { value: 'in', label: say('cr.try.way.in') },
              { value: 'out', label: say('cr.try.way.out') },
            ]}
            value={way}
            onChange={(value) => setWay(value === 'out' ? 'out' : 'in')}
          />
          <Select
            label={say('cr.try.channel')}
            allowDeselect={false}
            data={items.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(channel.id)}
            onChange={(value) => setChosenId(Number(value))}
          />
          <div>
            <ContactSelect
              label={say('cr.try.contact')}
              placeholder={say('cr.try.contact.new')}
              nothingFound={say('cr.try.contact.none')}
              value={contact}
              onChange={setContact}
            />
            <p className={styles.hint}>{say('cr.try.contact.d')}</p>
          </div>
          {trial.isPending && <Skeleton height={160} />}
          {trial.isError && (
            <ErrorState
              title={say('cr.try.error')}
              error={trial.error}
              onRetry={() => void trial.refetch()}
            />
          )}
          {trial.data && !trial.isError && <TrialResult trial={trial.data} />}
        </>
      )}
    </div>
  )
}
