import { useState } from 'react'
import type { ReactElement } from 'react'
import { pointLabels } from '#contract/points'
import type { PointKind, PointView, TypedPoint } from '#contract/points'
import { ApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { KnownPoint, type PointHolder } from './known-point.tsx'
import { editPoints, primaryFirst, type PointEdit } from './plain-points.ts'
import { PointMenu } from './point-menu.tsx'
import { pointWords } from './point-words.ts'
import classes from './points-field.module.css'

/** A phone or e-mail; of a contact also who vouches for it. */
export type Point = PointView & { verifiedBy?: string }

type Props = {
  kind: PointKind
  points: readonly Point[]
  canEdit: boolean
  holder: PointHolder
  /** Writes all of them; rejects as changed meanwhile when they are no longer as they were `seen`. */
  onSave: (points: TypedPoint[], seen: readonly PointView[]) => Promise<void>
  /** As they are now on the server. */
  reload: () => Promise<readonly Point[]>
}

const inputs = {
  phone: { type: 'tel', inputMode: 'tel' },
  email: { type: 'email', inputMode: 'email' },
} as const

/** The phones or the e-mails of a contact or company, each changed in place; the last field adds one. */
export function PointsField({ kind, points, canEdit, holder, onSave, reload }: Props): ReactElement | null {
  const say = useWords(pointWords)
  // While one of them is edited the list stands still: nothing is taken from under who types.
  const [still, setStill] = useState<readonly Point[] | null>(null)
  const own = (still ?? points).filter((point) => point.kind === kind)
  if (own.length === 0 && !canEdit) return null

  /** What somebody else does to other points meanwhile is no quarrel. */
  const save = async (edit: PointEdit): Promise<void> => {
    const next = editPoints(points, edit)
    if (!next) throw goneMeanwhile()
    try {
      await onSave(next, points)
    } catch (error) {
      if (!changedTo(error)) throw error
      const now = await reload()
      const again = editPoints(now, edit)
      if (!again) throw goneMeanwhile()
      await onSave(again, now)
    }
  }
  const onEditing = (isEdited: boolean): void => setStill(isEdited ? points : null)
  const typed = (value: string): TypedPoint | null => (value === '' ? null : { kind, value })
  return (
    <FieldRow label={say(`point.${kind}`)}>
      {own.map((point) => (
        <div key={point.value} className={classes.point}>
          <EditableField
            label={say(`point.${kind}`)}
            value={point.value}
            isReadOnly={!canEdit}
            {...inputs[kind]}
            onEditing={onEditing}
            renderNote={(value) =>
              value === point.value ? null : <KnownPoint kind={kind} typed={value} holder={holder} />
            }
            onSave={(value, saw) => save({ kind, from: saw === '' ? null : saw, to: typed(value) })}
          />
          <PointNotes point={point} isAlone={own.length === 1} />
          <PointMenu
            point={point}
            canEdit={canEdit}
            onRemove={() => void save({ kind, from: point.value, to: null }).catch(errorToast)}
            onPrimary={() => void onSave(primaryFirst(points, point), points).catch(errorToast)}
            onLabel={(label) =>
              void save({ kind, from: point.value, to: { kind, value: point.value, label } }).catch(
                errorToast,
              )
            }
          />
        </div>
      ))}
      {canEdit && (
        <EditableField
          key={own.length}
          label={say(`point.${kind}`)}
          value=""
          placeholder={say(`point.${kind}.add`)}
          {...inputs[kind]}
          onEditing={onEditing}
          renderNote={(value) => <KnownPoint kind={kind} typed={value} holder={holder} />}
          onSave={async (value) => {
            const to = typed(value)
            if (to) await save({ kind, from: null, to })
          }}
        />
      )}
    </FieldRow>
  )
}

/** The point that was edited is no longer there. */
const goneMeanwhile = (): ApiError => new ApiError('contact.changed_meanwhile', { details: { current: '' } })

function PointNotes({ point, isAlone }: { point: Point; isAlone: boolean }): ReactElement | null {
  const say = useWords(pointWords)
  const label = pointLabels.find((each) => each === point.label)
  const notes = [
    label ? say(`point.label.${label}`).toLowerCase() : null,
    point.isPrimary && !isAlone ? say('point.isPrimary') : null,
    point.verifiedBy === 'none' ? say('point.unverified') : null,
  ].filter((note) => note !== null)
  return notes.length === 0 ? null : <span className={classes.notes}>{notes.join(', ')}</span>
}
