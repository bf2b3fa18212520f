// Stands in for the package of this name, which refuses to be imported outside of a server component.
export {};
