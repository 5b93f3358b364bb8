import { Button, Group, Modal, Stack, Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { deactivateUser, handedKinds, startHandOver } from '#contract/hand-over'
import type { Colleague } from '#contract/people'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { HandOverFields, type Handing } from './hand-over-fields.tsx'
import { staffWords } from './staff-labels.ts'
import { holdingsKey, useHoldings } from './use-holdings.ts'

type Props = { user: Colleague; onClose: () => void; onSaved: (colleague: Colleague | null) => void }

const everything = (): Handing => ({ toUserId: undefined, what: [...handedKinds] })

/** Hands over what a colleague answers for, while he stays. */
export function HandOverDialog({ user, onClose, onSaved }: Props): ReactElement {
  const say = useWords(staffWords)
  const [handing, setHanding] = useState(everything)
  const saving = useSaving(async () => {
    const { toUserId = null, what } = handing
    await call(startHandOver, { userId: user.id, toUserId, what })
    toast(say('st.hand.started'))
    onSaved(null)
  }, user.id)
  return (
    <Modal opened onClose={onClose} title={say('st.hand.t', { name: user.name })}>
      <Stack gap="md">
        <HandOverFields userId={user.id} value={handing} onChange={setHanding} />
        <Buttons
          {...saving}
          label={say('st.hand.do')}
          isOff={handing.what.length === 0 || handing.toUserId === undefined}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  )
}

/** Lets a colleague in no more, and offers to hand over what he answers for. */
export function DeactivateDialog({ user, onClose, onSaved }: Props): ReactElement {
  const say = useWords(staffWords)
  const [handing, setHanding] = useState(everything)
  const [hands, setHands] = useState(true)
  const holdings = useHoldings(user.id)
  const hasWork = holdings.data?.items.some(({ count }) => count > 0) ?? true
  const saving = useSaving(async () => {
    const { toUserId, what } = handing
    const handOver = hands && hasWork && toUserId !== undefined && what.length > 0 ? { toUserId, what } : null
    const saved = await call(deactivateUser, { userId: user.id, handOver })
    toast(say('st.off.saved', { name: user.name }))
    onSaved(saved)
  }, user.id)
  return (
    <Modal opened onClose={onClose} title={say('st.off.t', { name: user.name })}>
      <Stack gap="md">
        <span>{say('st.off.d')}</span>
        <Switch
          label={say('st.off.hand')}
          checked={hands}
          onChange={(event) => setHands(event.currentTarget.checked)}
        />
        {hands && <HandOverFields userId={user.id} value={handing} onChange={setHanding} />}
        <Buttons
          {...saving}
          label={say('st.off')}
          isOff={hands && hasWork && handing.toUserId === undefined}
          isDangerous
          onClose={onClose}
        />
      </Stack>
    </Modal>
  )
}

type Saving = { failure: string | null; isSaving: boolean; save: () => void }

function useSaving(work: () => Promise<void>, userId: number): Saving {
  const client = useQueryClient()
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const save = async (): Promise<void> => {
    setSaving(true)
    setFailure(null)
    try {
      await work()
      await client.invalidateQueries({ queryKey: holdingsKey(userId) })
    } catch (error) {
      setFailure(errorText(error))
      setSaving(false)
    }
  }
  return { failure, isSaving, save: () => void save() }
}

type ButtonsProps = Saving & { label: string; isOff?: boolean; isDangerous?: boolean; onClose: () => void }

function Buttons(props: ButtonsProps): ReactElement {
  const { failure, isSaving, save, label, isOff = false, isDangerous = false, onClose } = props
  const say = useWords(staffWords)
  return (
    <>
      <FormFailure text={failure} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say('c.cancel')}
        </Button>
        <Button loading={isSaving} disabled={isOff} onClick={save} {...(isDangerous && { color: 'red' })}>
          {label}
        </Button>
      </Group>
    </>
  )
}
