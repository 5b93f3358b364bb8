import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import {
  createConversationCustomer,
  createConversationDeal,
  listCardChoices,
  moveConversation,
} from '#contract/conversations'
import type { CardChoice, ConversationRow } from '#contract/conversations'
import { call } from '../../../lib/api.ts'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../../ui/skeletons.tsx'
import { errorToast, toast } from '../../../ui/toasts.tsx'
import { applyRow, detailKey } from '../../imbox/conversation-cache.ts'
import { ChoiceList } from './choice-list.tsx'
import { cardChoiceWords } from './labels.ts'

type CardDialogProps = { row: ConversationRow; isOpen: boolean; onClose: () => void }

/** On which card a conversation stands: one of its contact's, one found by name, or a new one. */
export function CardDialog({ row, isOpen, onClose }: CardDialogProps): ReactElement {
  const say = useWords(cardChoiceWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('choose.title', { number: row.number })}>
      {isOpen && <CardChoices row={row} onClose={onClose} />}
    </Modal>
  )
}

const searchPauseMs = 200

function CardChoices({ row, onClose }: Omit<CardDialogProps, 'isOpen'>): ReactElement {
  const say = useWords(cardChoiceWords)
  const client = useQueryClient()
  const { rights } = useSession()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [search] = useDebouncedValue(typed.trim(), searchPauseMs)
  const { number } = row
  const query = useQuery({
    queryKey: ['conversations', 'cards', number, search],
    queryFn: ({ signal }) => call(listCardChoices, { number, ...(search !== '' && { search }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const act = async (ask: Promise<ConversationRow>): Promise<void> => {
    setBusy(true)
    try {
      const answer = await ask
      applyRow(client, answer)
      void client.invalidateQueries({ queryKey: detailKey(number) })
      toast(say('choose.moved', { number, name: answer.card?.name ?? '' }))
      onClose()
    } catch (error) {
      errorToast(error)
    } finally {
      setBusy(false)
    }
  }
  const choose = ({ kind, id }: CardChoice): void => {
    const seen = row.card && { kind: row.card.kind, id: row.card.id }
    void act(call(moveConversation, { number, card: { kind, id }, seen }))
  }
  const canMake = row.card === null && row.closedAt === null
  return (
    <Stack gap="md">
      <TextInput
        aria-label={say('choose.search')}
        placeholder={say('choose.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
      {query.data ? (
        <ChoiceList
          items={query.data.items}
          current={row.card}
          isDisabled={isBusy}
          nothing={say(search === '' ? 'choose.none.own' : 'choose.none')}
          onChoose={choose}
        />
      ) : query.error ? (
        <ErrorState title={say('choose.error')} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <FieldsSkeleton />
      )}
      {canMake && (
        <Group gap="sm">
          {rights.addsDeals && (
            <Button
              variant="default"
              disabled={isBusy}
              onClick={() => void act(call(createConversationDeal, { number }))}
            >
              {say('choose.newDeal')}
            </Button>
          )}
          {rights.addsCustomers && (
            <Button
              variant="default"
              disabled={isBusy}
              onClick={() => void act(call(createConversationCustomer, { number }))}
            >
              {say('choose.newCustomer')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}
