/** Names a stage among all pipelines: won and lost have the same ids in each. */
export function stageKey(pipeline: { id: number } | undefined, stage: { id: number } | undefined): string {
  return pipeline && stage ? `${pipeline.id}:${stage.id}` : ''
}
