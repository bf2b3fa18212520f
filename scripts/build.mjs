/** `npm run build`: what `npm start` does before it serves, for images and pipelines. */
import { build, generateClient, installPackages } from "./prepare.mjs";

installPackages();
generateClient();
build();
