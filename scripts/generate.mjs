/** `npm run generate`: writes the database client after a change of prisma/schema. */
import { generateClient, installPackages } from "./prepare.mjs";

installPackages();
generateClient();
