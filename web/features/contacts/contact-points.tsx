import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconMail, IconPhone, IconStar, IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ContactPointView, ContactView } from '#contract/contacts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { errorToast, undoToast } from '../../ui/toasts.tsx'
import { contactWords } from './labels.ts'
import { phoneHref } from './phone-href.ts'
import { useChangeContact } from './use-change-contact.ts'
import type { ContactChange } from './use-change-contact.ts'
import classes from './contact.module.css'

type Kind = ContactPointView['kind']
type Points = NonNullable<ContactChange['points']>

const inputs = {
  phone: { type: 'tel', inputMode: 'tel' },
  email: { type: 'email', inputMode: 'email' },
} as const

/** The phones or the e-mails of a contact, each changed in place; the last field adds one. */
export function ContactPoints({ contact, kind }: { contact: ContactView; kind: Kind }): ReactElement | null {
  const say = useWords(contactWords)
  const change = useChangeContact()
  const own = contact.points.filter((point) => point.kind === kind)
  if (own.length === 0 && !contact.canEdit) return null
  const save = (replace: (points: Points) => Points): Promise<void> =>
    change(contact, { points: replace(plain(contact.points)) }, 'typed')
  return (
    <FieldRow label={say(`contact.${kind}`)}>
      {own.map((point) => (
        <div key={point.value} className={classes.point}>
          <EditableField
            label={say(`contact.${kind}`)}
            value={point.value}
            isReadOnly={!contact.canEdit}
            {...inputs[kind]}
            onSave={(value) =>
              save((points) =>
                points.flatMap((each) => {
                  if (!isSame(each, point)) return [each]
                  return value === '' ? [] : [{ kind, value }]
                }),
              )
            }
          />
          <PointNotes point={point} isAlone={own.length === 1} />
          <PointMenu contact={contact} point={point} />
        </div>
      ))}
      {contact.canEdit && (
        <EditableField
          label={say(`contact.${kind}`)}
          value=""
          placeholder={say(`contact.${kind}.add`)}
          {...inputs[kind]}
          onSave={(value) => save((points) => [...points, { kind, value }])}
        />
      )}
    </FieldRow>
  )
}

const plain = (points: readonly ContactPointView[]): Points =>
  points.map(({ kind, value }) => ({ kind, value }))

function isSame(one: Points[number], other: Points[number]): boolean {
  return one.kind === other.kind && one.value === other.value
}

function PointNotes({ point, isAlone }: { point: ContactPointView; isAlone: boolean }): ReactElement | null {
  const say = useWords(contactWords)
  const notes = [
    point.isPrimary && !isAlone ? say('contact.point.isPrimary') : null,
    point.verifiedBy === 'none' ? say('contact.point.unverified') : null,
  ].filter((note) => note !== null)
  return notes.length === 0 ? null : (
    <span className={`${classes.quiet} ${classes.pointNotes}`}>{notes.join(', ')}</span>
  )
}

function PointMenu({ contact, point }: { contact: ContactView; point: ContactPointView }): ReactElement {
  const say = useWords(contactWords)
  const change = useChangeContact()
  const isPhone = point.kind === 'phone'
  const others = plain(contact.points.filter((each) => !isSame(each, point)))
  const { kind, value } = point
  const remove = (): void => {
    const before = plain(contact.points)
    change(contact, { points: others })
      .then(() =>
        undoToast(say('contact.point.removed', { value }), () => {
          change(contact, { points: before }).catch(errorToast)
        }),
      )
      .catch(errorToast)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={say('contact.point.more', { value })}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={isPhone ? phoneHref(value) : `mailto:${value}`}
          leftSection={isPhone ? <IconPhone size={16} stroke={1.75} /> : <IconMail size={16} stroke={1.75} />}
        >
          {isPhone ? say('contact.point.call') : say('contact.point.write')}
        </Menu.Item>
        {contact.canEdit && !point.isPrimary && (
          <Menu.Item
            leftSection={<IconStar size={16} stroke={1.75} />}
            onClick={() => void change(contact, { points: [{ kind, value }, ...others] }).catch(errorToast)}
          >
            {say('contact.point.primary')}
          </Menu.Item>
        )}
        {contact.canEdit && (
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} color="red" onClick={remove}>
            {say('c.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
