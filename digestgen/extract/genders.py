"""Which pronoun a given name or a word for a person usually goes with: weak evidence that only ever
chooses between two people who might be meant by "she" or "he". Names used by all are in neither."""

from digestgen.extract.words import word_set

WOMEN = word_set("""
Abigail Adele Aisha Alexandra Alice Alicia Alina Alison Allison Amanda Amelia Amina Amy Ana
Anastasia Angela Angelina Anita Ann Anna Anne Annette Annie Astrid Audrey Ayesha Barbara Beatrice
Beth Betty Beverly Brenda Bridget Camilla Camille Carla Carmen Carol Caroline Carolyn Catherine
Cecilia Charlotte Chelsea Cheryl Chloe Christina Christine Claire Clara Claudia Constance
Courtney Cristina Cynthia Daisy Daniela Danielle Dawn Debbie Deborah Denise Diana Diane Donna
Doris Dorothy Edith Eileen Elaine Eleanor Elena Elisabeth Elizabeth Ellen Ellie Elsa Emily Emma
Erica Erika Erin Esther Eva Evelyn Fatima Fiona Florence Frances Francesca Gemma Georgia Georgina
Gina Giulia Gloria Grace Greta Hannah Harriet Heather Heidi Helen Helena Hillary Holly Ilona Ines
Ingrid Irene Iris Isabel Isabella Ivana Jackie Jacqueline Jane Janet Janice Jasmine Jenna
Jennifer Jenny Jessica Jill Joan Joanna Joanne Josephine Joyce Judith Judy Julia Julie Juliet
Karen Karin Kate Katherine Kathleen Kathryn Kathy Katie Katrina Kimberly Kristen Kristin Kristina
Lara Laura Lauren Leah Leila Lena Lidia Linda Lisa Liz Louise Lourdes Lucia Lucy Luisa Lydia Lynn
Madeleine Maggie Marcia Margaret Maria Mariam Marianne Marie Marilyn Marina Marion Marjorie Marta
Martha Martina Mary Maureen Maya Megan Melanie Melinda Melissa Mercedes Mia Michaela Michelle
Miranda Miriam Moira Molly Monica Monika Nadia Nancy Naomi Natalia Natalie Natasha Nicole Nikki
Nina Nora Norma Olga Olivia Pamela Paola Patricia Paula Peggy Penelope Petra Phyllis Priya Rachel
Rebecca Reem Regina Rita Roberta Rosa Rosemary Ruth Sabrina Sally Salma Samantha Sandra Sara Sarah
Serena Shannon Sharon Sheila Shirley Silvia Simone Sofia Sonia Sophia Sophie Stella Stephanie Sue
Susan Susanne Suzanne Svetlana Sylvia Tamara Tania Tanya Tara Tatiana Teresa Theresa Therese
Tiffany Tina Toni Tracey Tracy Ursula Valentina Valerie Vanessa Vera Veronica Victoria Virginia
Vivian Wanda Wendy Yasmin Yolanda Yvonne Zahra Zoe Ada Mara Ylva Orla Aoife Niamh Siobhan Saoirse
Jodie Kayla Brittany Amber Crystal Hayley Kirsty Lorraine Carrie Becky Vicky Angelica Bianca
Gabriela Gabrielle Giorgia Katarzyna Agnieszka Malgorzata Oksana Yulia Ekaterina Ludmila Nicola
Hilary Ruby Rosie Poppy Freya Imogen Phoebe Isla Lily Layla Noor Nour Khadija Zainab Maryam
Priyanka Deepika Anjali Kavita Sunita Lakshmi Mei Yuki Sakura Aiko Keiko Yoko Naledi Thandi
Lindiwe Nomvula Ngozi Chimamanda Chioma Wanjiru Tessa Rhonda Tammy Kellie Candace Stacey Stacy
""")

MEN = word_set("""
Aaron Abdul Abdullah Abraham Adam Adrian Ahmad Ahmed Aidan Akira Alain Alan Albert Alberto
Alejandro Aleksandr Alessandro Alexander Alexandre Alexei Alfred Ali Alvaro Amir Amit Anders Andre
Andreas Andrei Andres Andrew Andriy Andrzej Angelo Angus Anil Anthony Antoine Anton Antonio Anwar
Arjun Arnold Arthur Arturo Barry Ben Benjamin Bernard Bernie Bill Billy Bjorn Bob Bobby Boris Brad
Brandon Brett Brian Bruce Bruno Bryan Carl Carlos Caspar Cedric Chad Charles Christopher Clement
Colin Connor Craig Damian Dan Daniel Danny Darren Dave David Dean Denis Dennis Derek Diego Dieter
Dimitri Dirk Dmitri Dmitry Dominic Don Donald Doug Douglas Duncan Dylan Earl Ed Eddie Edgar Edmund
Eduardo Edward Edwin Eli Elias Emmanuel Enrique Eric Erik Ernest Ernesto Ethan Eugene Evan Felipe
Felix Fernando Francesco Francis Francisco Francois Frank Franz Fred Frederick Frederik Friedrich
Gabriel Gareth Gary Gavin Geoff Geoffrey George Gerald Gerard Gerhard Gianni Gilbert Giorgio
Giovanni Giuseppe Glen Glenn Gordon Graeme Graham Greg Gregory Guillermo Gustavo Guy Hans Harold
Harry Harvey Hassan Hector Heinrich Helmut Henri Henrik Henry Herbert Hiroshi Howard Hugh Hugo Ian
Ibrahim Igor Imran Isaac Ismail Ivan Jack Jacob Jacques Jaime Jake Jakub James Jared Jason Javier
Jay Jeff Jeffrey Jens Jeremy Jerome Jerry Jim Jimmy Joe Joel Johan Johann Johannes John Johnny Jon
Jonathan Jorge Jose Josef Joseph Josh Joshua Juan Julian Julio Justin Karim Karl Keith Ken Kenji
Kenneth Kevin Khalid Klaus Konrad Kurt Kwame Kyle Lachlan Larry Lars Laurence Laurent Lawrence Len
Leo Leon Leonard Leonardo Lewis Liam Lloyd Logan Lorenzo Louis Luc Luca Lucas Luigi Luis Luiz
Lukas Luke Magnus Mahmoud Malcolm Manfred Manuel Marc Marcel Marco Marcos Marcus Mario Mark Martin
Mateusz Mathias Matt Matteo Matthew Matthias Maurice Max Maxim Maximilian Mehmet Michael Michel
Miguel Mikael Mike Mikhail Milan Milos Mitchell Mohamed Mohammad Mohammed Moses Muhammad Mustafa
Narendra Nathan Nathaniel Neil Nelson Nicholas Nick Nicolas Nigel Nikolai Noah Noel Norman Olaf
Oleg Oleksandr Oliver Olivier Olof Omar Osama Oscar Otto Owen Pablo Paolo Pascal Patrick Paul Paulo
Pavel Pedro Per Pete Peter Petr Phil Philip Philippe Phillip Pierre Pietro Piotr Rafael Rahul
Rajesh Ralph Ramesh Ramon Randy Raphael Rashid Raul Ravi Ray Raymond Reinhard Rene Ricardo Richard
Rick Rob Robert Roberto Rodney Rodrigo Roger Roland Rolf Roman Ron Ronald Ross Roy Ruben Rupert
Russell Ryan Sadiq Salman Samir Samuel Sanjay Santiago Scott Sean Sebastian Serge Sergei Sergey
Sergio Seth Shane Shaun Silvio Simon Stanley Stefan Stefano Stephane Stephen Steve Steven Stuart
Suleiman Sunil Suresh Sven Tariq Ted Terence Thabo Theo Theodore Thomas Tim Timothy Tobias Todd Tom
Tomas Tommy Tony Travis Trevor Tristan Tyler Umar Victor Vijay Vikram Viktor Vincent Vladimir
Walter Wayne Werner Wilhelm William Wolfgang Xavier Youssef Yuri Yusuf Yves Zachary Joao Bruno Emile
Will Lee Donovan Rory Declan Callum Ewan Fergus Hamish Kieran Ruairi Cormac Padraig Eoin Darragh
""")

WOMENS_WORDS = word_set("""
mrs ms miss dame lady baroness queen princess madam madame frau congresswoman chairwoman
spokeswoman businesswoman policewoman actress mother mum mom daughter sister wife aunt grandmother
granddaughter widow girlfriend niece woman girl councilwoman alderwoman assemblywoman saleswoman
heiress stateswoman duchess countess headmistress nun waitress midwife ballerina sportswoman
""")
MENS_WORDS = word_set("""
mr sir lord baron king prince monsieur herr congressman chairman spokesman businessman policeman
father dad son brother husband uncle grandfather grandson widower boyfriend nephew man boy
councilman alderman assemblyman salesman statesman duke pope archbishop headmaster fisherman
fireman sportsman batsman fiance imam monk
""")
