import { Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { CardRef } from '#contract/common'
import type { CardChoice } from '#contract/conversations'
import { linkLead, listLinkChoices } from '#contract/incoming-leads'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { toast } from '../../ui/toasts.tsx'
import { ChoiceList } from '../chat/card-choice/choice-list.tsx'
import { cardChoiceWords } from '../chat/card-choice/labels.ts'
import { liveDeals } from '../deals/deal-list.ts'
import { leadWords } from './labels.ts'
import type { Lead } from './lead.ts'
import { refreshLeads } from './show-taken.ts'
import { tellSettled } from './tell-settled.ts'

type Props = { lead: Lead; onLinked: (card: CardRef) => void; onClose: () => void }

const searchPauseMs = 200

/** Finds the deal or customer that a lead belongs to: one of its contact's, or one found by name. */
export function LinkDialog({ lead, onLinked, onClose }: Props): ReactElement {
  const say = useWords(leadWords)
  const words = useWords(cardChoiceWords)
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [search] = useDebouncedValue(typed.trim(), searchPauseMs)
  const dealId = lead.id
  const query = useQuery({
    queryKey: ['deals', 'link-choices', dealId, search],
    queryFn: ({ signal }) => call(listLinkChoices, { dealId, ...(search !== '' && { search }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const link = async ({ kind, id, name }: CardChoice): Promise<void> => {
    setBusy(true)
    try {
      await call(linkLead, { dealId, card: { kind, id } })
      liveDeals.drop(client, dealId)
      toast(say('lead.linked', { name }))
      onLinked({ kind, id })
    } catch (error) {
      tellSettled(error)
      onClose()
    } finally {
      refreshLeads(client, [dealId])
    }
  }
  return (
    <Modal opened onClose={onClose} title={say('lead.link.title')}>
      <Stack gap="md">
        <Text size="sm">{say('lead.link.text')}</Text>
        <TextInput
          aria-label={words('choose.search')}
          placeholder={words('choose.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        {query.data ? (
          <ChoiceList
            items={query.data.items}
            current={null}
            isDisabled={isBusy}
            nothing={words(search === '' ? 'choose.none.own' : 'choose.none')}
            onChoose={(choice) => void link(choice)}
          />
        ) : query.error ? (
          <ErrorState
            title={words('choose.error')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <FieldsSkeleton />
        )}
      </Stack>
    </Modal>
  )
}
