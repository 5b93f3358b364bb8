import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { createContact } from '#contract/contacts'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { KnownPoint } from './known-point.tsx'
import { contactWords } from './labels.ts'
import { pointWords } from './point-words.ts'
import { sendPoints } from './send-points.ts'

type NewContactDialogProps = { isOpen: boolean; onClose: () => void; name: string }

/** Makes a contact by hand and opens it. `name` is what one was looking for. */
export function NewContactDialog({ isOpen, onClose, name }: NewContactDialogProps): ReactElement {
  const say = useWords(contactWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('contacts.new')}>
      <NewContactForm onClose={onClose} name={name} />
    </Modal>
  )
}

type Values = { name: string; phone: string; email: string }

function NewContactForm({ onClose, name }: Omit<NewContactDialogProps, 'isOpen'>): ReactElement {
  const say = useWords(contactWords)
  const points = useWords(pointWords)
  const router = useRouter()
  const create = useCreate()
  const form = useForm<Values>({
    initial: guess(name),
    schema: createContact.body.pick({ name: true }),
    save: async (values) => {
      const contact = await create(values, (requestId) =>
        sendPoints(values, (typed) => call(createContact, { requestId, name: values.name, points: typed })),
      )
      onClose()
      router.history.push(`/contacts/${contact.id}`)
    },
  })
  const field = (key: keyof Values): { value: string; error: string | undefined; onChange: OnChange } => ({
    value: form.values[key],
    error: form.problems[key],
    onChange: (event) => form.set(key, event.currentTarget.value),
  })
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput label={say('newContact.name')} autoComplete="off" data-autofocus {...field('name')} />
        <TextInput label={points('point.phone')} type="tel" autoComplete="off" {...field('phone')} />
        <KnownPoint kind="phone" typed={form.values.phone} holder={{}} />
        <TextInput label={points('point.email')} type="email" autoComplete="off" {...field('email')} />
        <KnownPoint kind="email" typed={form.values.email} holder={{}} />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('newContact.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type OnChange = (event: { currentTarget: HTMLInputElement }) => void

/** A phone or an address one was looking for is none of a name. */
function guess(searched: string): Values {
  const empty = { name: '', phone: '', email: '' }
  if (searched.includes('@')) return { ...empty, email: searched }
  return /^[\d\s()+.-]+$/.test(searched) ? { ...empty, phone: searched } : { ...empty, name: searched }
}
