import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { createContact } from '#contract/contacts'
import { call } from '../../lib/api.ts'
import { ApiError, isApiError } from '../../lib/api-error.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { contactWords } from './labels.ts'

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
  const router = useRouter()
  const form = useForm<Values>({
    initial: guess(name),
    schema: createContact.body.pick({ name: true }),
    save: async (values) => {
      const contact = await create(values)
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
        <TextInput label={say('contact.phone')} type="tel" autoComplete="off" {...field('phone')} />
        <TextInput label={say('contact.email')} type="email" autoComplete="off" {...field('email')} />
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

/** The server names a wrong point by its place in the list; the form has a field for each. */
async function create({ name, phone, email }: Values): ReturnType<typeof call<typeof createContact>> {
  const points = [
    { kind: 'phone' as const, value: phone.trim() },
    { kind: 'email' as const, value: email.trim() },
  ].filter((point) => point.value !== '')
  try {
    return await call(createContact, { name, points })
  } catch (error) {
    if (!isApiError(error) || error.fields.length === 0) throw error
    const fields = error.fields.map((field) => {
      const [list, place] = field.path.split('.')
      return list === 'points' ? { ...field, path: points[Number(place)]?.kind ?? field.path } : field
    })
    const { code, status, requestId } = error
    throw new ApiError(code, { status, requestId, details: { fields } })
  }
}
