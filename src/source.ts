/** Which of the two models answers: the large one, or the small, fast one. */
export type Source = 'main_model' | 'embedder'

export const SOURCES: readonly Source[] = ['main_model', 'embedder']
