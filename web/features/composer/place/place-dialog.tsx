import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { parseLocation } from '#contract/location'
import type { MapLocation } from '#contract/location'
import { useWords } from '../../../lib/words.ts'
import { Notice } from '../../../ui/notice.tsx'
import { PlaceCard } from '../../../ui/place-card.tsx'
import type { LoadedChat } from '../../chat/use-chat.ts'
import { findMyPlace } from './find-my-place.ts'
import type { PlaceRefusal } from './find-my-place.ts'
import { placeWords } from './labels.ts'

type PlaceDialogProps = {
  channel: LoadedChat['channel']
  /** Gets the focus back to where one writes. */
  onClose: () => void
  onSend: (place: MapLocation) => void
}

/** A place to send: where one is, or what one types or pastes; shown before it leaves. */
export function PlaceDialog({ channel, onClose, onSend }: PlaceDialogProps): ReactElement {
  const say = useWords(placeWords)
  const [typed, setTyped] = useState('')
  const [title, setTitle] = useState('')
  const [isLooking, setLooking] = useState(false)
  const [refusal, setRefusal] = useState<PlaceRefusal | null>(null)
  const point = parseLocation(typed)
  const place = point && { ...point, title: title.trim() === '' ? null : title.trim() }
  const isUnread = typed.trim() !== '' && !point
  const find = async (): Promise<void> => {
    setLooking(true)
    setRefusal(null)
    const found = await findMyPlace()
    setLooking(false)
    if (typeof found === 'string') setRefusal(found)
    else setTyped(`${found.latitude}, ${found.longitude}`)
  }
  const send = (): void => {
    if (!place) return
    onSend(place)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('place.title')}
      size="sm"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={say('place.where')}
            description={say('place.where.hint')}
            error={isUnread && say('place.where.unread')}
            value={typed}
            maxLength={4000}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            variant="default"
            leftSection={<IconCurrentLocation size={18} />}
            loading={isLooking}
            onClick={() => void find()}
          >
            {say('place.mine')}
          </Button>
          {refusal && (
            <Notice tone="danger" isLive>
              {say(`place.no.${refusal}`)}
            </Notice>
          )}
          <TextInput
            label={say('place.name')}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {place && <PlaceCard place={place} />}
          {!channel.capabilities.canSendLocation && (
            <Notice>{say('place.asText', { channel: channel.name })}</Notice>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" disabled={!place}>
              {say('place.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
