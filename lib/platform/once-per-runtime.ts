const REGISTRY = Symbol.for("parlance.once-per-runtime");

type Registry = WeakMap<object, Map<string, unknown>>;
type WithRegistry = { [REGISTRY]?: Registry };

/**
 * State that a process has once for each runtime, made when it is first asked for.
 *
 * Kept on globalThis: Next bundles a module into several entries, so that a module's own variable exists several times.
 */
export function oncePerRuntime<World extends object, State>(
  name: string,
  make: (world: World) => State,
): (world: World) => State {
  return (world) => {
    const holder = globalThis as WithRegistry; // the one place that is shared by all bundles of the process
    holder[REGISTRY] ??= new WeakMap();
    const registry = holder[REGISTRY];
    const states = registry.get(world) ?? new Map<string, unknown>();
    registry.set(world, states);
    if (!states.has(name)) states.set(name, make(world));
    return states.get(name) as State; // written one line above under the same name
  };
}
