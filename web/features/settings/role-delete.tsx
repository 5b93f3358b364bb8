import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { deleteRole, type RoleDetail } from '#contract/roles'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { rolesQuery } from './roles-data.ts'
import { roleWords } from './roles-labels.ts'

type Props = { role: RoleDetail; roles: readonly RoleDetail[] }

/** Deletes a role, and says which one its people get. */
export function RoleDelete({ role, roles }: Props): ReactElement {
  const say = useWords(roleWords)
  const { rights } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [moveTo, setMoveTo] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const others = roles.filter(({ id, kind }) => id !== role.id && (kind !== 'admin' || rights.isAdmin))
  const remove = async (): Promise<void> => {
    setSaving(true)
    try {
      const body = { roleId: role.id, ...(moveTo !== null && { moveTo: Number(moveTo) }) }
      client.setQueryData(rolesQuery.queryKey, await call(deleteRole, body))
      toast(say('rl.deleted', { name: role.name }))
      await navigate({ to: '/settings/roles' })
    } catch (error) {
      setFailure(errorText(error))
      setSaving(false)
    }
  }
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setOpen(true)}>
        {say('rl.delete')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={role.people > 0 ? say('rl.move') : say('rl.delete')}
      >
        <Stack gap="md">
          <span>{role.people > 0 ? say('rl.move.d', { count: role.people }) : say('rl.delete.d')}</span>
          {role.people > 0 && (
            <Select
              label={say('rl.move.to')}
              data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={moveTo}
              onChange={setMoveTo}
              data-autofocus
            />
          )}
          <FormFailure text={failure} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setOpen(false)}>
              {say('c.cancel')}
            </Button>
            <Button
              color="red"
              loading={isSaving}
              disabled={role.people > 0 && moveTo === null}
              onClick={() => void remove()}
            >
              {say('rl.delete')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
