/** What came of taking back something that was made: it is deleted unless somebody has changed it since, or uses it. */
export type TakenBack = 'deleted' | 'changed' | 'used' | 'gone'
