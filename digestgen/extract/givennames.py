"""Common given names of many languages: one kind of evidence that capitalised words are a person.

Names that are mostly something else (Will, Mark at a sentence's start, Paris, China) are left out.
"""

from digestgen.extract.words import word_set

GIVEN_NAMES = word_set("""
Aaron Abdul Abdullah Abigail Abraham Adam Adama Adele Adrian Ahmad Ahmed Aidan Aisha Akira Alain
Alan Albert Alberto Alejandro Aleksandr Alessandro Alex Alexander Alexandra Alexandre Alexei
Alexis Alfred Ali Alice Alicia Alina Alison Allison Alvaro Amanda Amelia Amina Amir Amit Amy Ana
Anastasia Anders Andre Andrea Andreas Andrei Andres Andrew Andriy Andrzej Andy Angela Angelina
Angelo Angus Anil Anita Ann Anna Anne Annette Annie Anthony Antoine Anton Antonio Anwar Ariel
Arjun Arnold Arthur Arturo Ashley Astrid Audrey Ayesha Barbara Barry Beatrice Ben Benjamin
Bernard Bernie Beth Betty Beverly Bill Billy Bjorn Bob Bobby Boris Brad Brandon Brenda Brett
Brian Bridget Bruce Bruno Bryan Cameron Camilla Camille Carl Carla Carlos Carmen Carol Caroline
Carolyn Caspar Catherine Cecilia Cedric Chad Charles Charlie Charlotte Chelsea Cheryl Chloe
Chris Christian Christina Christine Christopher Claire Clara Claude Claudia Clement Colin Connor
Constance Corey Courtney Craig Cristina Cynthia Daisy Dale Damian Dan Dana Daniel Daniela
Danielle Danny Darren Dave David Dawn Dean Debbie Deborah Denis Denise Dennis Derek Diana Diane
Diego Dieter Dimitri Dirk Dmitri Dmitry Dominic Don Donald Donna Doris Dorothy Doug Douglas
Duncan Dylan Earl Ed Eddie Edgar Edith Edmund Eduardo Edward Edwin Eileen Elaine Eleanor Elena
Eli Elias Elisabeth Elizabeth Ellen Ellie Elsa Emily Emma Emmanuel Enrique Eric Erica Erik Erika
Erin Ernest Ernesto Esther Ethan Eugene Eva Evan Evelyn Fatima Felipe Felix Fernando Fiona
Florence Frances Francesca Francesco Francis Francisco Francois Frank Franz Fred Frederick
Frederik Friedrich Gabriel Gareth Gary Gavin Gemma Geoff Geoffrey George Georgia Georgina Gerald
Gerard Gerhard Gianni Gilbert Gina Giorgio Giovanni Giulia Giuseppe Glen Glenn Gloria Gordon
Grace Graeme Graham Greg Gregory Greta Guillermo Gustavo Guy Hannah Hans Harold Harriet Harry
Harvey Hassan Heather Hector Heidi Heinrich Helen Helena Helmut Henri Henrik Henry Herbert
Hillary Hiroshi Holly Howard Hugh Hugo Ian Ibrahim Igor Ilona Imran Ines Ingrid Irene Iris Isaac
Isabel Isabella Ismail Ivan Ivana Jack Jackie Jacob Jacqueline Jacques Jaime Jake Jakub James
Jamie Jan Jane Janet Janice Jared Jasmine Jason Javier Jay Jean Jeff Jeffrey Jenna Jennifer
Jenny Jens Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy Joan Joanna Joanne Joe Joel Johan
Johann Johannes John Johnny Jon Jonathan Jordan Jorge Jose Josef Joseph Josephine Josh Joshua
Joyce Juan Judith Judy Julia Julian Julie Juliet Julio Justin Karel Karen Karim Karin Karl Kate
Katherine Kathleen Kathryn Kathy Katie Katrina Keith Kelly Ken Kenji Kenneth Kerry Kevin Khalid
Kim Kimberly Klaus Konrad Kristen Kristin Kristina Kurt Kwame Kyle Lachlan Lara Larry Lars Laura
Lauren Laurence Laurent Lawrence Leah Lee Leila Len Lena Leo Leon Leonard Leonardo Leslie Lewis
Liam Lidia Linda Lindsay Lindsey Lisa Liz Lloyd Logan Lorenzo Louis Louise Lourdes Luc Luca
Lucas Lucia Lucy Luigi Luis Luisa Luiz Lukas Luke Lydia Lynn Madeleine Maggie Magnus Mahmoud
Malcolm Manfred Manuel Marc Marcel Marcia Marco Marcos Marcus Margaret Maria Mariam Marianne
Marie Marilyn Marina Mario Marion Marjorie Mark Marta Martha Martin Martina Mary Mateusz Mathias
Matt Matteo Matthew Matthias Maureen Maurice Max Maxim Maximilian Maya Megan Mehmet Melanie
Melinda Melissa Mercedes Mia Michael Michaela Michel Michele Michelle Miguel Mikael Mike Mikhail
Milan Milos Miranda Miriam Mitchell Mohamed Mohammad Mohammed Moira Molly Monica Monika Morgan
Moses Muhammad Mustafa Nadia Nancy Naomi Narendra Natalia Natalie Natasha Nathan Nathaniel Neil
Nelson Nicholas Nick Nicola Nicolas Nicole Nigel Nikita Nikki Nikolai Nina Noah Noel Nora Norma
Norman Olaf Oleg Oleksandr Olga Oliver Olivia Olivier Olof Omar Osama Oscar Otto Owen Pablo
Pamela Paola Paolo Pascal Patricia Patrick Paul Paula Paulo Pavel Pedro Peggy Penelope Per Pete
Peter Petr Petra Phil Philip Philippe Phillip Phyllis Pierre Pietro Piotr Priya Rachel Rafael
Rahul Rajesh Ralph Ramesh Ramon Randy Raphael Rashid Raul Ravi Ray Raymond Rebecca Reem Regina
Reinhard Rene Ricardo Richard Rick Rita Rob Robert Roberta Roberto Robin Rodney Rodrigo Roger
Roland Rolf Roman Ron Ronald Rosa Rosemary Ross Roy Ruben Rupert Russell Ruth Ryan Sabrina Sadiq
Sally Salma Salman Sam Samantha Samir Samuel Sandra Sandy Sanjay Santiago Sara Sarah Scott Sean
Sebastian Serena Serge Sergei Sergey Sergio Seth Shane Shannon Sharon Shaun Sheila Shirley
Silvia Silvio Simon Simone Sofia Sonia Sophia Sophie Stanley Stefan Stefano Stella Stephane
Stephanie Stephen Steve Steven Stuart Sue Suleiman Sunil Suresh Susan Susanne Suzanne Sven
Svetlana Sylvia Tamara Tania Tanya Tara Tariq Tatiana Ted Terence Teresa Terry Thabo Theo
Theodore Theresa Therese Thomas Tiffany Tim Timothy Tina Tobias Todd Tom Tomas Tommy Toni Tony
Tracey Tracy Travis Trevor Tristan Tyler Umar Ursula Valentina Valerie Vanessa Vera Veronica
Victor Victoria Vijay Vikram Viktor Vincent Virginia Vivian Vladimir Walter Wanda Wayne Wendy
Werner Wilhelm William Wolfgang Xavier Xi Yasmin Yolanda Yoshihide Youssef Yuri Yusuf Yves
Yvonne Zachary Zahra Zoe
""")
