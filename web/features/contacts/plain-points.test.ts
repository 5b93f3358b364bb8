import { expect, test } from 'vitest'
import type { PointView } from '#contract/points'
import { editPoints, primaryFirst } from './plain-points.ts'

const point = (value: string, label: PointView['label'] = null): PointView => ({
  kind: 'phone',
  value,
  label,
  isPrimary: false,
})

test('a point is changed in its place and keeps its kind unless another one is given', () => {
  const points = [point('1', 'work'), point('2')]
  expect(editPoints(points, { kind: 'phone', from: '1', to: { kind: 'phone', value: '3' } })).toEqual([
    { kind: 'phone', value: '3', label: 'work' },
    { kind: 'phone', value: '2', label: null },
  ])
})

test('one is added at the end, one is taken out', () => {
  const added = { kind: 'phone', value: '2', label: 'home' } as const
  expect(editPoints([point('1')], { kind: 'phone', from: null, to: added })).toHaveLength(2)
  expect(editPoints([point('1')], { kind: 'phone', from: '1', to: null })).toEqual([])
})

test('what somebody else has removed or changed meanwhile cannot be edited; what he added does not hinder', () => {
  const edit = { kind: 'phone', from: '1', to: { kind: 'phone', value: '3' } } as const
  expect(editPoints([point('2')], edit)).toBeNull()
  expect(editPoints([point('2'), point('1')], edit)?.map(({ value }) => value)).toEqual(['2', '3'])
})

test('the primary one goes first', () => {
  expect(primaryFirst([point('1'), point('2')], point('2')).map(({ value }) => value)).toEqual(['2', '1'])
})
