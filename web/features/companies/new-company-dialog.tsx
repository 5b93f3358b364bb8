import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { createCompany } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { KnownPoint } from '../contacts/known-point.tsx'
import { sendPoints } from '../contacts/send-points.ts'
import { companyWords } from './labels.ts'

type Props = { isOpen: boolean; onClose: () => void; name: string }

/** Makes a company and opens it. `name` is what one was looking for. */
export function NewCompanyDialog({ isOpen, onClose, name }: Props): ReactElement {
  const say = useWords(companyWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('companies.new')}>
      <NewCompanyForm onClose={onClose} name={name} />
    </Modal>
  )
}

type Values = { name: string; phone: string; email: string; website: string }
type OnChange = (event: { currentTarget: HTMLInputElement }) => void

function NewCompanyForm({ onClose, name }: Omit<Props, 'isOpen'>): ReactElement {
  const say = useWords(companyWords)
  const router = useRouter()
  const create = useCreate()
  const form = useForm<Values>({
    initial: { name, phone: '', email: '', website: '' },
    schema: createCompany.body.pick({ name: true }),
    save: async (values) => {
      const website = values.website.trim() || null
      const company = await create(values, (requestId) =>
        sendPoints(values, (points) =>
          call(createCompany, { requestId, name: values.name, points, website }),
        ),
      )
      onClose()
      router.history.push(`/companies/${company.id}`)
    },
  })
  const field = (key: keyof Values): { value: string; error: string | undefined; onChange: OnChange } => ({
    value: form.values[key],
    error: form.problems[key],
    onChange: (event) => form.set(key, event.currentTarget.value),
  })
  const { phone, email } = form.values
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput label={say('company.name')} autoComplete="off" data-autofocus {...field('name')} />
        <TextInput label={say('companies.col.phone')} type="tel" autoComplete="off" {...field('phone')} />
        <KnownPoint kind="phone" typed={phone} holder={{}} />
        <TextInput label={say('companies.col.email')} type="email" autoComplete="off" {...field('email')} />
        <KnownPoint kind="email" typed={email} holder={{}} />
        <TextInput label={say('company.website')} inputMode="url" autoComplete="off" {...field('website')} />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('newCompany.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
